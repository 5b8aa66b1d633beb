import { mount } from 'svelte';
import App from './App.svelte';
import './app.css';

// In a plain browser, for looking at the window: `vite --mode mock`. A production build drops this branch whole.
if (import.meta.env.MODE === 'mock') {
  const { installMock } = await import('./mock/install');
  installMock();
}

const target = document.getElementById('app');
if (target) mount(App, { target });
